"""For fork servers, which import modules and call nothing: once this is imported all is ready that readers make on first use."""

from flows.warming import warm

warm()
