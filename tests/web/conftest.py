"""Pages and components drawn without collected static files, so that these tests need neither manifest nor database."""

import pytest
from django.template import engines


@pytest.fixture(autouse=True)
def plain_static(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def draw(rf):
    """Render template source as a page would, with a request at hand."""

    def render(source: str, path: str = "/", **context: object) -> str:
        return engines["django"].from_string(source).render(context, request=rf.get(path))

    return render
