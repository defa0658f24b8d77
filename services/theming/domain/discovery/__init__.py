"""Rules of discovery: what a proposal is, when there is too little, what may come back."""
