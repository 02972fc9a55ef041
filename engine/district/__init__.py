"""A district in plain files: read, checked as a whole, and brought into the graph."""

from engine.district.load import load_district
from engine.district.report import DistrictReport

__all__ = ["DistrictReport", "load_district"]
