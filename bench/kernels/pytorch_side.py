"""PyTorch's side: reads a case a line, answers with times. Run by main.ts in a process of its own."""
import json
import sys
import time

import torch

# Gradients of recurrent layers become denormal numbers, which Intel's processors are slow at. By default
# PyTorch computes with them; this setting is the faster one. Threads inherit it, so it comes first.
torch.set_flush_denormal(True)
torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)


class Classifier(torch.nn.Module):
    def __init__(self, case):
        super().__init__()
        layer, size, hidden = case["layer"], case["embeddingSize"], case["hiddenSize"]
        self.embedding = torch.nn.Embedding(case["vocabSize"], size)
        self.kind = layer
        if layer == "bow":
            self.embedding = torch.nn.EmbeddingBag(case["vocabSize"], size, mode="mean")
        elif layer == "cnn":
            self.first = torch.nn.Conv1d(size, hidden, 5, padding=2)
            self.second = torch.nn.Conv1d(hidden, hidden, 5, padding=2)
        else:
            kind = {"gru": torch.nn.GRU, "rnn": torch.nn.RNN}.get(layer, torch.nn.LSTM)
            self.layer = kind(
                size,
                hidden,
                num_layers=2 if layer == "lstm2" else 1,
                bidirectional=layer == "bilstm",
                batch_first=True,
            )
        features = {"bow": size, "bilstm": 2 * hidden}.get(layer, hidden)
        self.dense = torch.nn.Linear(features, 1)

    def forward(self, ids):
        embedded = self.embedding(ids)
        if self.kind == "bow":
            return self.dense(embedded)
        if self.kind == "cnn":
            features = torch.relu(self.first(embedded.transpose(1, 2)))
            return self.dense(torch.relu(self.second(features)).amax(2))
        outputs, state = self.layer(embedded)
        if self.kind == "bilstm":
            return self.dense(torch.cat([state[0][0], state[0][1]], 1))
        return self.dense(outputs[:, -1])


def peak_mebibytes():
    """The most memory that this process has had, as Linux counts it; None elsewhere."""
    if sys.platform != "linux":
        return None
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


print(json.dumps({"version": torch.__version__}), flush=True)
current = None
for line in sys.stdin:
    request = json.loads(line)
    case = request["case"]
    if case != current:
        current = case
        model = Classifier(case)
        adam = torch.optim.Adam(model.parameters(), lr=3e-4)
        ids = torch.randint(0, case["vocabSize"], (case["batch"], case["steps"]))
        labels = torch.arange(case["batch"]).remainder(2).float().reshape(-1, 1)
    times = []
    for _ in range(request["repeats"]):
        start = time.perf_counter()
        if request["mode"] == "train":
            adam.zero_grad()
            loss = torch.nn.functional.binary_cross_entropy_with_logits(model(ids), labels)
            loss.backward()
            adam.step()
            loss.item()
        else:
            with torch.inference_mode():
                model(ids).sum().item()
        times.append((time.perf_counter() - start) * 1000)
    print(json.dumps({"milliseconds": times, "peakMebibytes": peak_mebibytes()}), flush=True)
