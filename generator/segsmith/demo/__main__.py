"""`python -m segsmith.demo`: play the demo company's four weeks."""

from __future__ import annotations

import sys

from segsmith.demo.play import main

sys.exit(main())
