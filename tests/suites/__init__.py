"""The standards' own cases, from `../shared/suites`; without that folder they are skipped."""
