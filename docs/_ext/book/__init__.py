"""What makes the pages true: derivations, their ledger, living numbers."""
