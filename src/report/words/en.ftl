# The words of the checks, in English.
