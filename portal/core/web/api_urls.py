from django.urls import path

from portal.core.web.api_schema import SchemaView

urlpatterns = [path("schema/", SchemaView.as_view(), name="api_schema")]
