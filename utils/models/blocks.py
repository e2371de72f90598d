"""Traced models made of torch's own blocks: convolutions, embeddings, recurrent and attention layers.

They show what torch prints of its larger modules (an LSTM is one operation with a list of weights, an encoder layer keeps
its attention in one module), in models that no policy for transformers knows.
"""
import torch
from torch import nn

from . import traced


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2))
        self.deeper = nn.Sequential(nn.Conv2d(8, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.AdaptiveAvgPool2d(1))
        self.head = nn.Linear(8, 10)

    def forward(self, image):
        return self.head(self.deeper(self.features(image)).flatten(1)).softmax(-1)


@traced("cnn", records=("aten::_convolution", "aten::batch_norm", "aten::relu", "aten::linear", "aten::softmax"))
def cnn():
    """Convolutions and batch norms in two Sequentials."""
    return Cnn(), (torch.rand(1, 3, 8, 8),)


class Tower(nn.Module):
    def __init__(self):
        super().__init__()
        self.LayerNorm = nn.LayerNorm(8)
        self.dense = nn.Linear(8, 8)

    def forward(self, x):
        return x + self.dense(self.LayerNorm(x)).relu()


class Embedded(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(20, 8)
        self.places = nn.Embedding(6, 8)
        self.layers = nn.ModuleList(Tower() for _ in range(2))
        self.norm = nn.LayerNorm(8)
        self.register_buffer("positions", torch.arange(6))

    def forward(self, tokens):
        x = self.words(tokens) + self.places(self.positions[: tokens.size(1)])
        for layer in self.layers:
            x = layer(x)
        return self.norm(x).reshape(tokens.size(0), -1)


@traced("embedding-norm", records=("aten::embedding", "aten::layer_norm", "aten::linear", "aten::relu"))
def embedded():
    """Embedding and LayerNorm make levels also where the model is not of transformers; sizes are computed."""
    return Embedded(), (torch.arange(10).reshape(2, 5),)


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 6, num_layers=2, bidirectional=True, batch_first=True)
        self.gru = nn.GRU(12, 4, batch_first=True)
        self.cell = nn.LSTMCell(4, 3)

    def forward(self, x):
        y, _ = self.lstm(x)
        y, _ = self.gru(y.sin())
        hidden = state = y.new_zeros(y.size(0), 3)
        for step in range(2):
            hidden, state = self.cell(y[:, step], (hidden, state))
        return hidden.cos()


@traced("recurrent", records=("aten::lstm", "aten::sin", "aten::gru", "aten::cos"))
def recurrent():
    """LSTM and GRU, one operation each, and a cell called twice."""
    return Recurrent(), (torch.rand(2, 3, 4),)


class Attentive(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
        layer = nn.TransformerEncoderLayer(8, 2, dim_feedforward=16, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 1, enable_nested_tensor=False)

    def forward(self, x):
        y, weights = self.attention(x, x, x)
        return self.encoder(y + x).tanh(), weights


@traced("attention", records=("aten::layer_norm", "aten::relu", "aten::tanh"))
def attentive():
    """MultiheadAttention, whose out_proj is never called, and torch's own encoder."""
    return Attentive(), (torch.rand(1, 3, 8),)
