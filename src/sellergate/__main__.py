"""`python -m sellergate` is the `sellergate` command."""

from sellergate.cli import main

main()
