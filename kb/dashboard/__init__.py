"""The numbers of the dashboard: each panel asks the database a fixed number of questions, however much there is."""
