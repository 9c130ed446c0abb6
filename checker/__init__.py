"""The trusted kernel: everything that can make a claim true, on the standard library alone.

This list is its whole public surface.
"""

from checker.activation import Activation as Activation
from checker.activation import Piece as Piece
from checker.codec import Json as Json
from checker.codec import canonical_bytes as canonical_bytes
from checker.errors import Refusal as Refusal
from checker.field import Field as Field
from checker.field import ParametricField as ParametricField
from checker.field import QuadraticField as QuadraticField
from checker.field import Rationals as Rationals
from checker.field import decode_field as decode_field
from checker.kernel import FORMAT as FORMAT
from checker.kernel import Refused as Refused
from checker.kernel import Verdict as Verdict
from checker.kernel import Verified as Verified
from checker.kernel import claim_sha256 as claim_sha256
from checker.kernel import kernel_sha256 as kernel_sha256
from checker.kernel import verify as verify
from checker.limits import Limits as Limits
from checker.network import Layer as Layer
from checker.network import Network as Network
from checker.notation import Reader as Reader
from checker.notation import encode_activation as encode_activation
from checker.notation import encode_network as encode_network
from checker.parametric import RationalFunction as RationalFunction
from checker.polyhedron import Constraint as Constraint
from checker.quadratic import Surd as Surd
