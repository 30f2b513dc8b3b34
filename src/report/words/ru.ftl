# The words of the checks, in Russian.
