"""The article's SGAN in eager PyTorch, full precision: what sgan-train is compared with.

Network, initial weights and training step are those of the preset `reference`. Prints JSON, one object a line:
  {"type":"start","torch":"1.13.0","device":"cpu","threads":2}
  {"type":"step","step":0,"d_loss":1.5,"g_loss":0.6,"accuracy":0.2,"ms":260.1}     a step and its feeding, counted from 0
  {"type":"end","steps":60,"seconds":15.6,"images_per_second":246.2,"peak_rss_mb":512.3}

Images are kept as bytes; a batch is resized and scaled when its turn comes. The article decodes, resizes and collates
image by image, which takes longer, so the comparison does not live from that.
"""

import argparse
import gzip
import json
import os
import pathlib
import resource
import sys
import time

import numpy as np
import torch
from torch import nn

LATENT, CLASSES, IMAGE = 100, 10, 32
FAKE_CLASS = CLASSES


def read_idx(folder, name):
    """An IDX file of bytes, raw or .gz, under either of its usual names, as an array."""
    for candidate in (name, name.replace("-idx", ".idx")):
        for suffix, opener in (("", open), (".gz", gzip.open)):
            path = folder / (candidate + suffix)
            if path.exists():
                with opener(path, "rb") as file:
                    content = file.read()
                dimensions = content[3]
                shape = np.frombuffer(content, ">i4", dimensions, 4)
                return np.frombuffer(content, np.uint8, offset=4 + 4 * dimensions).reshape(shape)
    sys.exit(f"article.py: {folder / name}: not found; run scripts/fetch-mnist.sh")


class Batches:
    """Batches of a shuffled data set without end, as images [n, 1, 32, 32] in [-1, 1] and labels [n]."""

    def __init__(self, folder, size, device):
        self.images = torch.from_numpy(read_idx(folder, "train-images-idx3-ubyte").copy()).unsqueeze(1)
        self.labels = torch.from_numpy(read_idx(folder, "train-labels-idx1-ubyte").astype(np.int64))
        self.size, self.device = size, device

    def __iter__(self):
        while True:
            for indices in torch.randperm(len(self.labels)).split(self.size):
                images = self.images[indices].to(self.device).float()
                images = nn.functional.interpolate(images, (IMAGE, IMAGE), mode="bilinear", align_corners=False)
                yield images / 127.5 - 1, self.labels[indices].to(self.device)


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.label_emb = nn.Embedding(CLASSES, LATENT)  # declared by the article, and not used
        self.l1 = nn.Sequential(nn.Linear(LATENT, 128 * (IMAGE // 4) ** 2))
        self.conv_blocks = nn.Sequential(
            nn.BatchNorm2d(128),
            nn.Upsample(scale_factor=2), nn.Conv2d(128, 128, 3, padding=1), nn.BatchNorm2d(128, 0.8), nn.LeakyReLU(0.2, inplace=True),
            nn.Upsample(scale_factor=2), nn.Conv2d(128, 64, 3, padding=1), nn.BatchNorm2d(64, 0.8), nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(64, 1, 3, padding=1), nn.Tanh())

    def forward(self, latents):
        return self.conv_blocks(self.l1(latents).view(-1, 128, IMAGE // 4, IMAGE // 4))


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        layers = []
        for before, after in ((1, 16), (16, 32), (32, 64), (64, 128)):
            layers += [nn.Conv2d(before, after, 3, 2, 1), nn.LeakyReLU(0.2, inplace=True), nn.Dropout2d(0.25)]
            if before > 1:
                layers.append(nn.BatchNorm2d(after, 0.8))
        self.conv_blocks = nn.Sequential(*layers)
        features = 128 * (IMAGE // 16) ** 2
        self.adv_layer = nn.Sequential(nn.Linear(features, 1), nn.Sigmoid())
        self.aux_layer = nn.Sequential(nn.Linear(features, CLASSES + 1), nn.Softmax(dim=1))

    def forward(self, images):
        features = self.conv_blocks(images).flatten(1)
        return self.adv_layer(features), self.aux_layer(features)


def initialize(module):
    if isinstance(module, nn.Conv2d):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.normal_(module.bias, 0.0, 1.0)


class Article:
    """Both networks with their optimisers, and the article's step."""

    def __init__(self, device):
        self.device = device
        self.generator, self.discriminator = (network().apply(initialize).to(device) for network in (Generator, Discriminator))
        self.g_adam, self.d_adam = (torch.optim.Adam(network.parameters(), lr=2e-4, betas=(0.5, 0.999))
                                    for network in (self.generator, self.discriminator))
        # The class loss takes the softmax's output for logits, as the article has it.
        self.validity_loss, self.class_loss = nn.BCELoss(), nn.CrossEntropyLoss()

    def judged_loss(self, judged, validity, labels):
        return (self.validity_loss(judged[0], validity) + self.class_loss(judged[1], labels)) / 2

    def step(self, images, labels):
        """Losses and accuracy as numbers: the article prints them after each step."""
        count = len(images)
        real, fake = torch.ones(count, 1, device=self.device), torch.zeros(count, 1, device=self.device)
        fake_labels = torch.full_like(labels, FAKE_CLASS)

        self.g_adam.zero_grad()
        generated = self.generator(torch.rand(count, LATENT, device=self.device))
        g_loss = self.validity_loss(self.discriminator(generated)[0], real)
        g_loss.backward()
        self.g_adam.step()

        self.d_adam.zero_grad()
        of_real, of_fake = self.discriminator(images), self.discriminator(generated.detach())
        d_loss = (self.judged_loss(of_real, real, labels) + self.judged_loss(of_fake, fake, fake_labels)) / 2
        d_loss.backward()
        self.d_adam.step()

        guesses = torch.cat((of_real[1], of_fake[1])).argmax(1)
        accuracy = (guesses == torch.cat((labels, fake_labels))).float().mean()
        return {"d_loss": d_loss.item(), "g_loss": g_loss.item(), "accuracy": accuracy.item()}


def parse():
    parser = argparse.ArgumentParser(description="The article's SGAN in eager PyTorch, as JSON lines.")
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder of MNIST's IDX files")
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--threads", type=int, default=0, help="0: one per core")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main():
    options = parse()
    if options.device == "cuda" and not torch.cuda.is_available():
        sys.exit("article.py: --device cuda: PyTorch finds no CUDA device")
    torch.set_num_threads(options.threads or len(os.sched_getaffinity(0)))
    torch.manual_seed(options.seed)
    device = torch.device(options.device)
    article = Article(device)
    batches = iter(Batches(options.data, options.batch_size, device))
    say = lambda **line: print(json.dumps(line), flush=True)
    say(type="start", torch=torch.__version__, device=options.device, threads=torch.get_num_threads())

    start = time.perf_counter()
    images = 0
    for step in range(options.steps):
        begin = time.perf_counter()
        batch, labels = next(batches)
        result = article.step(batch, labels)
        images += len(batch)
        say(type="step", step=step, **result, ms=1e3 * (time.perf_counter() - begin))
    seconds = time.perf_counter() - start
    say(type="end", steps=options.steps, seconds=seconds, images_per_second=images / seconds,
        peak_rss_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
