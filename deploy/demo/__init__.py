"""The demonstration's invented children, families and services: two years of cases, the same on every run."""

from deploy.demo.case import DemoCase
from deploy.demo.cases import demo_cases

__all__ = ["DemoCase", "demo_cases"]
