// CPU seconds of FFLAS-FFPACK's rank of random n x n integers modulo p, once: fflas_rank N P SEED.
// Built and run by benchmarks/fflas.py; system packages fflas-ffpack, libgivaro-dev, libgmp-dev, libopenblas-dev.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <fflas-ffpack/fflas-ffpack.h>

int main(int argc, char **argv) {
    if (argc != 4) return 2;
    const size_t n = std::atol(argv[1]);
    const double p = std::atof(argv[2]);
    typedef Givaro::ModularBalanced<double> Field;
    const Field F(p);
    std::mt19937_64 draw(std::atol(argv[3]));
    std::uniform_int_distribution<int> entries(-1000, 1000);
    Field::Element_ptr A = FFLAS::fflas_new(F, n, n);
    for (size_t i = 0; i < n * n; ++i) F.init(A[i], static_cast<double>(entries(draw)));
    const std::clock_t start = std::clock();
    const size_t rank = FFPACK::Rank(F, n, n, A, n);
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    std::printf("%zu %.6f\n", rank, seconds);
    FFLAS::fflas_delete(A);
    return 0;
}
