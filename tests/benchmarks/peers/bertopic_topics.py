"""Topics by BERTopic with its default steps (UMAP, HDBSCAN, c-TF-IDF) on vectors of its own texts.

Runs in an environment of its own. No sentence encoder is fetched: the vectors are TF-IDF reduced by SVD,
which costs it less than any encoder would. Reads JSON lines of texts; writes a line of JSON with the
seconds end to end, the most memory held (kB) and the ids of each topic.
"""

import json
import resource
import sys
import time

from bertopic import BERTopic
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer


def main() -> None:
    lines = [json.loads(line) for line in sys.stdin]
    texts = [line["text"] for line in lines]
    started = time.perf_counter()
    weighed = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    most = min(100, weighed.shape[1] - 1, len(texts) - 1)
    vectors = TruncatedSVD(most, random_state=0).fit_transform(weighed)
    topics, _ = BERTopic(embedding_model=None).fit_transform(texts, vectors)
    groups: dict[int, list[object]] = {}
    for line, topic in zip(lines, topics, strict=True):
        if topic >= 0:
            groups.setdefault(int(topic), []).append(line["id"])
    taken = time.perf_counter() - started
    most_memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": taken, "memory": most_memory, "groups": list(groups.values())}))


if __name__ == "__main__":
    main()
