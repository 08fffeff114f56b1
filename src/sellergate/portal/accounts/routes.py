"""The addresses of account pages."""

from litestar import Router

from sellergate.portal.accounts import confirm, language, profile, sign_in


def accounts_router() -> Router:
    """`/account/…` and `/language/…`. Needs `access`, `pages` and `oidc` (None without a provider) as dependencies."""
    return Router(
        path="/",
        route_handlers=[
            sign_in.sign_in_page,
            sign_in.sign_in,
            sign_in.sign_out,
            confirm.confirm_page,
            confirm.confirm,
            profile.account_page,
            profile.end_one_session,
            profile.sign_out_everywhere,
            profile.password_page,
            profile.password_change,
            language.choose_language,
        ],
    )
