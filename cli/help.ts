/** What --help prints. */

export const HELP = `Usage: sigmoid-wasm [INPUT] [-o OUTPUT] [options]

Computes the logistic function σ(x) = 1/(1 + e^-x), or one of its family, of each number in a file
or pipe: within 0.53 ULP of the exact value, and the same bits on every machine.

  sigmoid-wasm logits.npy -o probabilities.npy
  sigmoid-wasm scores.csv --column logit --append > with-probabilities.csv
  producer | sigmoid-wasm --from f64 | consumer

INPUT is a file or pipe; "-" or nothing is standard input. Data go to OUTPUT or standard output, and
nothing else does.

What is computed
  -f, --function NAME   sigmoid (default), sigmoidDerivative, softplus, logSigmoid or logit;
                        expit and log-expit, as SciPy says, are accepted too
      --rounding HOW    faithful (default), or correct: the double nearest to the exact value, for
                        sigmoid alone
      --threads N       threads that compute a file; 1 by default, since files and pipes are
                        slower than one thread is

Formats, by the extension if they are not given
      --from FORMAT     npy    NumPy's, float64 or float32, of any shape, in C or Fortran order
      --to FORMAT       f64    little-endian doubles without a header
                        f32    the same of float32
                        csv, tsv   tables as text; needs "npm install papaparse"
                        arrow      Arrow IPC, a file or a stream; needs "npm install apache-arrow"
      --column NAME     the column of a table to compute, if it has more than one
      --append          add the results as a column instead of replacing the column

Files
  -o, --output FILE     appears when it is whole, or not at all; a pipe or a device is written as
                        results come
      --force           replace OUTPUT if it exists
      --skip-existing   do nothing, successfully, if OUTPUT exists
      --shard I/N       compute part I of N, counted from 0, into OUTPUT.I-of-N.ext, such as
                        y.03-of-16.f64; the same bytes whoever computes it
      --progress        show progress even if standard error is no terminal
  -q, --quiet           show neither progress nor notes
  -h, --help            print this help
  -V, --version         print the version

Exit codes: 0 success, 1 failure, 2 a mistake in the command line; 130, 143 and 129 after an
interrupt, a termination and a hangup, and 141 where nobody reads the output any more.
`;
