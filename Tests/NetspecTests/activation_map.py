"""Class activation maps of a small network in PyTorch, for ActivationMapTests: `python activation_map.py > activation_map.json`."""

import json

import torch

torch.manual_seed(7)
height, width = 16, 24
network = torch.nn.Sequential(
    torch.nn.Conv2d(3, 4, 3, stride=2, padding=1), torch.nn.ReLU(),
    torch.nn.Conv2d(4, 6, 3, stride=2, padding=1), torch.nn.ReLU())
classifier = torch.nn.Linear(6, 3)
picture = torch.randint(0, 256, (height, width, 3), dtype=torch.uint8)
mean, deviation = torch.tensor([0.5, 0.4, 0.3]), torch.tensor([0.25, 0.2, 0.3])
with torch.no_grad():
    numbers = ((picture.float() / 255 - mean) / deviation).permute(2, 0, 1)[None]
    features = network(numbers)
    scores = classifier(features.mean((2, 3)))[0]
    maps = torch.einsum("ck,kyx->cyx", classifier.weight, features[0])

weights = {
    "first.weight": network[0].weight, "first.bias": network[0].bias, "second.weight": network[2].weight,
    "second.bias": network[2].bias, "scores.weight": classifier.weight, "scores.bias": classifier.bias}
print(json.dumps({
    "height": height, "width": width, "picture": picture.flatten().tolist(), "scores": scores.tolist(),
    "mapHeight": maps.shape[1], "mapWidth": maps.shape[2], "maps": maps.flatten(1).tolist(),
    "weights": [{"name": name, "shape": list(value.shape), "numbers": value.flatten().tolist()}
                for name, value in weights.items()]}))
