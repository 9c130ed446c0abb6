"""Small networks, written as a certificate writes them, whose regions can be read off by hand."""

from tests.kernel.suite import Value

RELU, IDENTITY, SOFTSIGN = {"name": "relu"}, {"name": "identity"}, {"name": "softsign"}
HARD_TANH = {"name": "hard_tanh"}
SQUARE = {"name": "polynomial", "coefficients": ["0", "0", "1"]}
CUBE = {"name": "polynomial", "coefficients": ["0", "0", "0", "1"]}
ALPHA = ["0", "1"]  # the parameter itself, in a parametric field
UNIT_INTERVAL = {"parameter": ["0", "1"]}
SQRT2 = {"sqrt": "2"}


def leaky(slope: Value) -> Value:
    """max(t, slope t)."""
    return {"name": "leaky_relu", "slope": slope}


def layer(weight: Value, bias: Value, activation: Value = None) -> Value:
    """One layer; without an activation the last one."""
    return {"activation": activation or IDENTITY, "bias": bias, "weight": weight}


def network(input_dim: int, *layers: Value) -> Value:
    """A network."""
    return {"input_dim": str(input_dim), "layers": list(layers)}


def one_hidden(hidden: Value, score_weights: list[Value], score_bias: Value) -> Value:
    """One hidden layer; f_1 = 0, so C_0 is where f_0 is positive."""
    zeros = ["0" for _ in score_weights]
    dim = len(hidden["weight"][0])
    return network(dim, hidden, layer([score_weights, zeros], [score_bias, "0"]))


# f_0 = relu(x - 1) + relu(-x - 1): C_0 = {|x| > 1}.
TWO_SIDES = one_hidden(layer([["1"], ["-1"]], ["-1", "-1"], RELU), ["1", "1"], "0")
# f_0 = relu(x) + relu(-x) + 1: C_0 is the line.
LINE = one_hidden(layer([["1"], ["-1"]], ["0", "0"], RELU), ["1", "1"], "1")
# f_0 = max(x, alpha x): C_0 = {x > 0} for each alpha in (0, 1).
HALF_LINE = one_hidden(layer([["1"]], ["0"], leaky(ALPHA)), ["1"], "0")
# f_0 = hard_tanh(x - 3): C_0 = {x > 3}.
STEP = one_hidden(layer([["1"]], ["-3"], HARD_TANH), ["1"], "0")
# f_0 = x_0^2 - x_1^2 - 1: C_0 is what a hyperbola encloses, two components.
HYPERBOLA = one_hidden(layer([["1", "0"], ["0", "1"]], ["0", "0"], SQUARE), ["1", "-1"], "-1")
# f_0 = s(x_0 - 1) + s(-x_0 - 1) + s(x_1)/4 + 1/4, s = softsign: -3/4 + s(x_1)/4 < 0 for x_0 = 0.
SOFT = one_hidden(
    layer([["1", "0"], ["-1", "0"], ["0", "1"]], ["-1", "-1", "0"], SOFTSIGN), ["1", "1", "1/4"], "1/4"
)
# f_0 = sqrt(2) relu(x) - 1: C_0 = {x > 1/sqrt(2)}.
IRRATIONAL = one_hidden(layer([["1"]], ["0"], RELU), [["0", "1"]], "-1")
# Two hidden layers, f_0 = relu(relu(x) - 1): C_0 = {x > 1}.
DEEP = network(
    1,
    layer([["1"]], ["0"], RELU),
    layer([["1"]], ["-1"], RELU),
    layer([["1"], ["0"]], ["0", "0"]),
)
# One class only: its region is the whole space.
LONELY = network(1, layer([["2"]], ["1"]))
