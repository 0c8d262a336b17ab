// CMake precompiles headers only for a source; this one stands for all tests of actors.
