"""`client.edit`: reads a resource, gives its value to change, and writes the change so that no other one gets lost."""
