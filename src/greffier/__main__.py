"""``python -m greffier`` is the command ``greffier``."""

from greffier.cli import main

if __name__ == "__main__":
    main()
