"""The other side of the training comparison: Hugging Face's trainer on the same texts."""

import json
import resource
import sys
import time

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

texts_path, output_path = sys.argv[1:]
with open(texts_path, encoding="utf-8") as file:
    texts = json.load(file)
tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
trainer = trainers.BpeTrainer(
    vocab_size=30_000,
    min_frequency=2,
    initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    show_progress=False,
)
start = time.perf_counter()
tokenizer.train_from_iterator(texts, trainer)
milliseconds = (time.perf_counter() - start) * 1000
tokenizer.save(output_path)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
size = tokenizer.get_vocab_size()
print(json.dumps({"milliseconds": milliseconds, "peakMegabytes": peak, "tokens": size}))
