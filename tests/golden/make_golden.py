"""Writes small_network.safetensors: a small network of the family with random weights, and what PyTorch makes of it.

    python3 tests/golden/make_golden.py        (needs torch and safetensors)

The modules below are the article's Generator and Discriminator with other widths; the tests run the same latents and
images through sgan::core and compare.
"""

import pathlib

import torch
from safetensors.torch import save_file
from torch import nn

LATENT, SIZE, G, D = 12, 16, (12, 10, 6), (3, 5, 8, 12)


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.label_emb = nn.Embedding(10, LATENT)
        self.start = SIZE // 4
        self.l1 = nn.Sequential(nn.Linear(LATENT, G[0] * self.start**2))
        self.conv_blocks = nn.Sequential(
            nn.BatchNorm2d(G[0]),
            nn.Upsample(scale_factor=2),
            nn.Conv2d(G[0], G[1], 3, padding=1),
            nn.BatchNorm2d(G[1], 0.8),
            nn.LeakyReLU(0.2),
            nn.Upsample(scale_factor=2),
            nn.Conv2d(G[1], G[2], 3, padding=1),
            nn.BatchNorm2d(G[2], 0.8),
            nn.LeakyReLU(0.2),
            nn.Conv2d(G[2], 1, 3, padding=1),
            nn.Tanh(),
        )

    def forward(self, latents):
        features = self.l1(latents).view(-1, G[0], self.start, self.start)
        return self.conv_blocks(features)


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()

        def block(inputs, outputs, norm=True):
            layers = [nn.Conv2d(inputs, outputs, 3, 2, 1), nn.LeakyReLU(0.2), nn.Dropout2d(0.25)]
            return layers + ([nn.BatchNorm2d(outputs, 0.8)] if norm else [])

        self.conv_blocks = nn.Sequential(
            *block(1, D[0], norm=False), *block(D[0], D[1]), *block(D[1], D[2]), *block(D[2], D[3])
        )
        features = D[3] * (SIZE // 16) ** 2
        self.adv_layer = nn.Sequential(nn.Linear(features, 1), nn.Sigmoid())
        self.aux_layer = nn.Sequential(nn.Linear(features, 11), nn.Softmax(dim=1))

    def forward(self, images):
        features = self.conv_blocks(images).flatten(1)
        return self.adv_layer(features), self.aux_layer(features)


def randomise(module):
    """Batch norms away from the identity, weights large enough that every layer shows in the result."""
    for name, tensor in module.state_dict().items():
        if name.endswith("running_var"):
            tensor.uniform_(0.1, 2)
        elif name.endswith("running_mean"):
            tensor.uniform_(-0.5, 0.5)
        elif tensor.is_floating_point():
            tensor.mul_(2).add_(0.05)


def main():
    torch.manual_seed(20)
    generator, discriminator = Generator(), Discriminator()
    randomise(generator)
    randomise(discriminator)
    generator.eval()
    discriminator.eval()
    with torch.no_grad():
        latents = torch.rand(5, LATENT)
        images = generator(latents)
        validity, class_probs = discriminator(images)
        noise = torch.rand(5, 1, SIZE, SIZE) * 2 - 1
        noise_validity, noise_class_probs = discriminator(noise)
    tensors = {"generator." + k: v for k, v in generator.state_dict().items()}
    tensors |= {"discriminator." + k: v for k, v in discriminator.state_dict().items()}
    tensors |= {
        "golden.latents": latents,
        "golden.images": images,
        "golden.validity": validity.flatten(),
        "golden.class_probs": class_probs,
        "golden.noise": noise,
        "golden.noise_validity": noise_validity.flatten(),
        "golden.noise_class_probs": noise_class_probs,
    }
    path = pathlib.Path(__file__).with_name("small_network.safetensors")
    save_file({k: v.contiguous() for k, v in tensors.items()}, path, metadata={"created_by": "PyTorch " + torch.__version__})


if __name__ == "__main__":
    main()
