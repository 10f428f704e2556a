"""``python -m mockserver``."""

import os
import sys

if __name__ == "__main__":
    # ``python -m`` puts the working directory first on the import path, where a folder such as ``json`` or
    # ``multiprocessing`` would replace the module of that name. Only a checkout needs it, to find this package.
    _ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 (pathlib may be replaced)
    if not sys.flags.safe_path and sys.path[:1] == [os.getcwd()] and sys.path[0] != _ROOT:  # noqa: PTH109 (as above)
        del sys.path[0]
    from mockserver.cli.main import main

    sys.exit(main())
