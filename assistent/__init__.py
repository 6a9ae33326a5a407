"""Vraagwijs: clarifies a policy advisor's vraag and advises. Enter through `assistent.service.Assistent`."""
