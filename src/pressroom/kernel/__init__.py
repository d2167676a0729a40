"""The ground floor: what everything else stands on, and what knows nothing of documents."""

import warnings

# The embedded database's library asks for a runtime folder at import; where there is none it uses a temporary one.
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
