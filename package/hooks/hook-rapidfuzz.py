"""RapidFuzz chooses its compiled part by name: one that runs on every processor is enough for words."""

from __future__ import annotations

hiddenimports = ["rapidfuzz._feature_detector_cpp", "rapidfuzz.distance.metrics_cpp"]
excludedimports = [
    "rapidfuzz.distance.metrics_cpp_avx2",
    "rapidfuzz.fuzz_cpp",
    "rapidfuzz.fuzz_cpp_avx2",
    "rapidfuzz.process_cpp",
    "rapidfuzz.process_cpp_avx2",
    "rapidfuzz.process_cpp_impl",
    "rapidfuzz.utils_cpp",
]
