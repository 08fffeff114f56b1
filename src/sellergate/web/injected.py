"""What page handlers are handed by name. Ours, so the framework need not check the values on every request.

Import `Access` and `Pages` from here in modules that hold handlers.
"""

from litestar.di import NamedDependency
from litestar.params import SkipValidation

from sellergate.access import platform
from sellergate.web import pages

Access = NamedDependency[SkipValidation[platform.Access]]
Pages = NamedDependency[SkipValidation[pages.Pages]]
