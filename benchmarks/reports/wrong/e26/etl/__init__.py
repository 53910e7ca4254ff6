"""Small ETL toolkit."""
