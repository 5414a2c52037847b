from django.urls import path

from inventory.network.api.contacts import ContactsView

urlpatterns = [path("network-contacts/", ContactsView.as_view(), name="api_network_contacts")]
