"""A network of the shape of BERTopic's default sentence encoder (all-MiniLM-L6-v2), its weights drawn by lot.

No weights are fetched. What a network costs in time and memory is told by its shape and by how many pieces
of words it reads, not by what its weights have learnt: these vectors mean nothing, and making them is the
same arithmetic. It runs on ONNX Runtime, where BERTopic would use PyTorch, which is not measured here.
"""

import multiprocessing
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

#: Of all-MiniLM-L6-v2: layers, width, heads, inner width, pieces of words known, most read of a text.
LAYERS, WIDTH, HEADS, INNER, PIECES, MOST = 6, 384, 12, 1536, 30_522, 256
#: sentence-transformers' own: texts at a time, longest first so that little is filled up.
AT_A_TIME = 32
OPERATIONS = 20


def tokenizer(texts: Sequence[str]) -> Tokenizer:
    """Pieces of words as the encoder has, learnt from the texts themselves, so fewer of them a text."""
    made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    made.train_from_iterator(
        texts, trainers.WordPieceTrainer(vocab_size=PIECES, special_tokens=special, show_progress=False)
    )
    made.enable_truncation(MOST)
    return made


def encode(texts: Sequence[str]) -> numpy.ndarray:
    """A vector for each text (n x WIDTH): the mean over its pieces."""
    session, pieces = _session(), tokenizer(texts)
    read = [one.ids for one in pieces.encode_batch(list(texts))]
    order = sorted(range(len(read)), key=lambda at: -len(read[at]))
    vectors = numpy.zeros((len(read), WIDTH), dtype=numpy.float32)
    for first in range(0, len(order), AT_A_TIME):
        rows = order[first : first + AT_A_TIME]
        longest = max(len(read[row]) for row in rows)
        ids = numpy.zeros((len(rows), longest), dtype=numpy.int64)
        mask = numpy.zeros((len(rows), longest), dtype=numpy.int32)
        for at, row in enumerate(rows):
            ids[at, : len(read[row])] = read[row]
            mask[at, : len(read[row])] = 1
        (told,) = session.run(None, {"ids": ids, "read": mask, "at": numpy.arange(longest)})
        means = (told * mask[:, :, None]).sum(axis=1) / numpy.maximum(mask.sum(axis=1, keepdims=True), 1)
        vectors[rows] = means
    return vectors


def _session() -> onnxruntime.InferenceSession:
    """By way of a file and of another process: the memory counted is not that of making it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "network.onnx"
        making = multiprocessing.get_context("spawn").Process(target=write, args=(file,))
        making.start()
        making.join()
        frugal = ("CPUExecutionProvider", {"arena_extend_strategy": "kSameAsRequested"})
        return onnxruntime.InferenceSession(str(file), providers=[frugal])


def write(file: Path) -> None:
    onnx.save(_Graph().model(), str(file))


class _Graph:
    """The network, put together step by step: each step is named by what it gives."""

    def __init__(self) -> None:
        self.nodes: list[object] = []
        self.weights: list[object] = []
        self.draw = numpy.random.default_rng(20)

    def model(self) -> object:
        floats, whole = TensorProto.FLOAT, TensorProto.INT64
        given = [
            helper.make_tensor_value_info("ids", whole, ["texts", "pieces"]),
            helper.make_tensor_value_info("read", TensorProto.INT32, ["texts", "pieces"]),
            helper.make_tensor_value_info("at", whole, ["pieces"]),
        ]
        told = self._network()
        answer = helper.make_tensor_value_info(told, floats, ["texts", "pieces", WIDTH])
        graph = helper.make_graph(self.nodes, "sentences", given, [answer], self.weights)
        return helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPERATIONS), helper.make_opsetid("com.microsoft", 1)],
            ir_version=9,
        )

    def _network(self) -> str:
        words = self._do("Gather", self._drawn(PIECES, WIDTH), "ids")
        places = self._do("Gather", self._drawn(MOST, WIDTH), "at")
        state = self._evened(self._do("Add", words, places))
        for _ in range(LAYERS):
            state = self._evened(self._do("Add", state, self._attention(state)))
            inner = self._do("Gelu", self._layer(state, WIDTH, INNER))
            state = self._evened(self._do("Add", state, self._layer(inner, INNER, WIDTH)))
        return state

    def _attention(self, state: str) -> str:
        asks, keys, values = (self._layer(state, WIDTH, WIDTH) for _ in range(3))
        mixed = self._do(
            "MultiHeadAttention", asks, keys, values, "", "read", domain="com.microsoft", num_heads=HEADS
        )
        return self._layer(mixed, WIDTH, WIDTH)

    def _layer(self, state: str, wide: int, to: int) -> str:
        return self._do("Add", self._do("MatMul", state, self._drawn(wide, to)), self._drawn(to))

    def _evened(self, state: str) -> str:
        return self._do("LayerNormalization", state, self._drawn(WIDTH), self._drawn(WIDTH))

    def _do(self, kind: str, *given: str, **how: object) -> str:
        name = f"step{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(given), [name], **how))
        return name

    def _drawn(self, *shape: int) -> str:
        return self._held(self.draw.normal(0, 0.02, shape).astype(numpy.float32))

    def _held(self, values: numpy.ndarray) -> str:
        name = f"weight{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(values, name))
        return name
