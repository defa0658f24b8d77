"""Topics by BERTopic with its default steps: vectors of the texts, UMAP, HDBSCAN, c-TF-IDF.

Runs in an environment of its own. As no weights of its sentence encoder are at hand, a network of that
encoder's shape does the encoder's work (`sentence_network`), and the topics are made of other vectors, by
TF-IDF and SVD, so that they mean something. Reads JSON lines of texts; writes a line of JSON with the
seconds that each of the two took, and the ids of each topic.
"""

import json
import sys
import time

from bertopic import BERTopic
from sentence_network import encode
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer


def main() -> None:
    lines = [json.loads(line) for line in sys.stdin]
    texts = [line["text"] for line in lines]
    started = time.perf_counter()
    encode(texts)
    encoded = time.perf_counter()
    weighed = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    most = min(100, weighed.shape[1] - 1, len(texts) - 1)
    vectors = TruncatedSVD(most, random_state=0).fit_transform(weighed)
    reduced = time.perf_counter()
    topics, _ = BERTopic(embedding_model=None).fit_transform(texts, vectors)
    groups: dict[int, list[object]] = {}
    for line, topic in zip(lines, topics, strict=True):
        if topic >= 0:
            groups.setdefault(int(topic), []).append(line["id"])
    told = {
        "encoding": encoded - started,
        "other_vectors": reduced - encoded,
        "groups": list(groups.values()),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
