"""Asks Hugging Face's trainer for its merges on small corpora with many ties, and writes them to
packages/tokenizer/_fixtures/training.json, which the package's tests compare with.

Run: python bench/tokenizer/write_training_fixture.py"""

import json
import pathlib
import random

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

random.seed(4)
cases = []
for number in range(24):
    alphabet = random.choice(["ab", "abc", "aàb", "abcdefgh"])
    texts = [
        " ".join("".join(random.choices(alphabet, k=random.randint(1, 9))) for _ in range(12))
        for _ in range(random.randint(1, 12))
    ]
    frequency, size = random.randint(0, 3), random.randint(256, 330)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=frequency,
        special_tokens=["<pad>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    cases.append({"texts": texts, "minFrequency": frequency, "vocabSize": size, "merges": merges})
path = pathlib.Path(__file__).parents[2] / "packages/tokenizer/_fixtures/training.json"
path.write_text(json.dumps(cases, ensure_ascii=False) + "\n", encoding="utf-8")
