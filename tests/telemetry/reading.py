"""What a scrape says, in a form that tests can ask."""

from prometheus_client.parser import text_string_to_metric_families

from tests.builders.installation import Installation

Labels = frozenset[tuple[str, str]]


class Scrape:
    """The values of one answer of `/metrics`."""

    def __init__(self, text: str) -> None:
        families = list(text_string_to_metric_families(text))
        self.names = {family.name for family in families}
        self.samples = {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in families
            for sample in family.samples
        }

    def value(self, name: str, **labels: str) -> float:
        """The sum over all samples of this name that have these labels."""
        wanted = set(labels.items())
        return sum(
            value
            for (sample, found), value in self.samples.items()
            if sample == name and wanted <= found
        )

    def labels(self, name: str) -> set[str]:
        """The names of the labels of a metric."""
        return {label for (sample, found) in self.samples if sample == name for label, _ in found}


def scrape(on: Installation) -> Scrape:
    answer = on.get("/metrics")
    assert answer.status_code == 200, answer.text
    return Scrape(answer.text)
