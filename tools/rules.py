"""Our own rules about the source, which no general linter knows: `python -m tools.rules`.

Each finding names the file and line, the rule and the remedy. A line that breaks a rule for a good
reason says so at its end: `# rule-ok: clock (the reason)`.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path("src/sellergate")

WALL_CLOCK = {
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
}
LOG_METHODS = {
    *("debug", "info", "warning", "error", "exception", "critical", "log", "msg"),
    *("bind", "new", "bind_contextvars", "bound_contextvars"),
}
LOGGER = re.compile(r"(^|[._])(log|logger|logging|structlog|contextvars)($|[._])")
SECRET = re.compile(r"secret|token|password|authorization")
# What identifies, counts or describes a secret is not the secret: secret_id, token_url.
HARMLESS = re.compile(r"_(ids?|count|url|kind|type|issued|limit|seconds|ms|bytes|expires_at)$")
REDIRECT = re.compile(r"redirect|see_other|found_at", re.IGNORECASE)
REQUEST_DATA = {
    *("query_params", "path_params", "headers", "cookies", "form", "json", "data", "body"),
    *("url", "base_url", "query", "query_string"),
}


@dataclass(frozen=True)
class Finding:
    """One line that breaks one rule."""

    path: Path
    line: int
    rule: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.what}. {self.remedy}."


@dataclass(frozen=True)
class Module:
    """A parsed file: `inside` is its path below the package, `imports` its names in full."""

    path: Path
    inside: Path
    tree: ast.Module
    imports: dict[str, str]


def dotted(node: ast.AST) -> str:
    """The dotted name that `node` spells, such as `self._log.info`; empty for other expressions."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            head = dotted(value)
            return f"{head}.{attr}" if head else ""
        case ast.Call(func=func):
            return dotted(func)
        case _:
            return ""


def names_imported(tree: ast.Module) -> dict[str, str]:
    """Local name -> full name, for every import of the module."""
    names = {}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=aliases):
                names.update({a.asname: a.name for a in aliases if a.asname})
            case ast.ImportFrom(module=str(module), names=aliases):
                names.update({a.asname or a.name: f"{module}.{a.name}" for a in aliases})
    return names


def full_name(module: Module, node: ast.AST) -> str:
    """`dotted(node)` with its first part replaced by what was imported under that name."""
    head, dot, rest = dotted(node).partition(".")
    return module.imports.get(head, head) + dot + rest


def check_clock(module: Module) -> Iterator[Finding]:
    """Time is handed down (docs/architecture.md, "Time and identity")."""
    if module.inside == Path("kit/clock.py"):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute | ast.Name) and full_name(module, node) in WALL_CLOCK:
            yield Finding(
                module.path,
                node.lineno,
                "clock",
                f"{ast.unparse(node)} reads the wall clock",
                "Take `clock` or `now` as an argument; app.py hands it down from kit/clock.py",
            )


def check_commit(module: Module) -> Iterator[Finding]:
    """One writer commits (ADR 0001)."""
    if module.inside.parts[0] == "storage":
        return
    for node in ast.walk(module.tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="commit") as method):
                yield Finding(
                    module.path,
                    node.lineno,
                    "commit",
                    f"{ast.unparse(method)}() ends a transaction outside storage/",
                    "Hand the function to `db.write`, which commits when it returns",
                )


def _names_in(call: ast.Call) -> Iterator[object]:
    for keyword in call.keywords:
        yield keyword.arg
    for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
        for node in ast.walk(argument):
            match node:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    yield name
                case ast.Subscript(slice=ast.Constant(value=key)):
                    yield key
                case ast.Dict(keys=keys):
                    yield from (key.value for key in keys if isinstance(key, ast.Constant))


def _is_confidential(name: object) -> bool:
    if not isinstance(name, str):
        return False
    return bool(SECRET.search(name.lower())) and not HARMLESS.search(name.lower())


def check_logs(module: Module) -> Iterator[Finding]:
    """No secret, token or password in a log, whatever the level."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        owner, _, method = full_name(module, node.func).rpartition(".")
        if method not in LOG_METHODS or not LOGGER.search(owner):
            continue
        confidential = next(filter(_is_confidential, _names_in(node)), None)
        if confidential is not None:
            yield Finding(
                module.path,
                node.lineno,
                "logs",
                f"{confidential!r} goes into a log line",
                "Log what identifies it (secret_id, jti, client_id), never the value",
            )


def _reads_request(node: ast.AST, tainted: set[str]) -> bool:
    """Whether `node` is request data as it came (a call in between may check it)."""
    match node:
        case ast.Name(id=name):
            return name in tainted
        case ast.Attribute(value=value, attr=attr):
            if (
                dotted(value).split(".")[-1] in {"request", "req", "connection"}
                and attr in REQUEST_DATA
            ):
                return True
            return _reads_request(value, tainted)
        case ast.Call(func=ast.Attribute() as method):
            return _reads_request(method, tainted)  # request.query_params.get("next"), to.strip()
        case ast.Call(func=ast.Name(id="str"), args=[value]):
            return _reads_request(value, tainted)
        case ast.Call():
            return False
        case ast.Await(value=value) | ast.FormattedValue(value=value) | ast.Subscript(value=value):
            return _reads_request(value, tainted)
        case _:
            return any(_reads_request(child, tainted) for child in ast.iter_child_nodes(node))


def _tainted_names(function: ast.AST) -> set[str]:
    tainted: set[str] = set()
    for node in ast.walk(function):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.NamedExpr(target=ast.Name(id=name), value=value)
            ):
                if _reads_request(value, tainted):
                    tainted.add(name)
    return tainted


def _redirect_targets(call: ast.Call) -> Iterator[ast.expr]:
    if REDIRECT.search(dotted(call.func).rpartition(".")[2]):
        yield from call.args
        yield from (k.value for k in call.keywords)
    for node in ast.walk(call):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and str(key.value).lower() == "location":
                    yield value


def check_redirect(module: Module) -> Iterator[Finding]:
    """A page that sends people wherever its address says is a tool for phishing (CWE-601)."""
    for function in ast.walk(module.tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        tainted = _tainted_names(function)
        for call in ast.walk(function):
            if not isinstance(call, ast.Call):
                continue
            if any(_reads_request(target, tainted) for target in _redirect_targets(call)):
                yield Finding(
                    module.path,
                    call.lineno,
                    "redirect",
                    "the target of a redirect is request data as it came",
                    "Pass it through a function that keeps local paths only, or look it up",
                )


def check_tenant(module: Module) -> Iterator[Finding]:
    """Whose rows a query may see is its first argument, so nobody can forget it."""
    if module.inside.parts[0] != "seller_v2" or module.inside.name != "store.py":
        return
    for node in module.tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        names = [argument.arg for argument in [*node.args.posonlyargs, *node.args.args]]
        if names[:1] == ["conn"] and names[1:2] != ["seller_id"]:
            yield Finding(
                module.path,
                node.lineno,
                "tenant",
                f"{node.name}() queries seller data without saying whose",
                "Make `seller_id` its first argument after `conn`, and filter by it",
            )


RULES: tuple[Callable[[Module], Iterator[Finding]], ...] = (
    check_clock,
    check_commit,
    check_logs,
    check_redirect,
    check_tenant,
)


def findings_in(source: Path) -> list[Finding]:
    """Every line below `source` that breaks a rule and gives no reason for it."""
    found: set[Finding] = set()
    for path in sorted(source.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        tree = ast.parse(text, path)
        module = Module(path, path.relative_to(source), tree, names_imported(tree))
        found.update(
            finding
            for rule in RULES
            for finding in rule(module)
            if not re.search(rf"# rule-ok: {finding.rule} \(.+\)", lines[finding.line - 1])
        )
    return sorted(found, key=lambda finding: (finding.path, finding.line, finding.rule))


def main() -> int:
    """Print the findings; 1 when there are any."""
    found = findings_in(SOURCE)
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
