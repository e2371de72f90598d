"""Makes the archives that test/Passes/torch-archives.test freezes: python torch-archives.py FOLDER"""
import sys

import torch


class Net(torch.nn.Module):
    """What the passes for frozen graphs fold: normalisation, a product, a sum, linear layers of one input."""

    def __init__(self):
        super().__init__()
        self.convolution = torch.nn.Conv2d(1, 1, 1)
        self.normalisation = torch.nn.BatchNorm2d(1)
        self.scale = torch.nn.Parameter(torch.full((1,), 2.0))
        self.first = torch.nn.Linear(2, 2)
        self.second = torch.nn.Linear(2, 2)
        self.last = torch.nn.BatchNorm1d(2)

    def forward(self, x):
        x = self.normalisation(self.convolution(x))
        return x

    @torch.jit.export
    def product(self, x):
        return self.convolution(x) * self.scale

    @torch.jit.export
    def total(self, x):
        return self.convolution(x) + self.scale

    @torch.jit.export
    def linear(self, x):
        return self.first(x) + self.second(x)

    @torch.jit.export
    def normalised(self, x):
        return self.last(self.first(x))


torch.manual_seed(0)
net = Net()
torch.jit.script(net).save(f"{sys.argv[1]}/training.pt")
torch.jit.script(net.eval()).save(f"{sys.argv[1]}/net.pt")
