// Counts until SHA-256 of "token:counter" begins with enough zero bits. Written out here because the browser's own
// digest is there on HTTPS only, and answers each of the sixty thousand questions separately.
const WORDS = new Int32Array(64), K = new Int32Array(64), START = new Int32Array(8);

const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) | 0;
for (let number = 2, found = 0; found < 64; number++) {
  let prime = true;
  for (let factor = 2; factor * factor <= number; factor++) if (number % factor === 0) { prime = false; break; }
  if (!prime) continue;
  if (found < 8) START[found] = fraction(Math.sqrt(number));
  K[found++] = fraction(Math.cbrt(number));
}

const turn = (word, by) => (word >>> by) | (word << (32 - by));

const block = (state, view, offset) => {
  for (let i = 0; i < 16; i++) WORDS[i] = view.getInt32(offset + i * 4);
  for (let i = 16; i < 64; i++) {
    const a = WORDS[i - 15], b = WORDS[i - 2];
    WORDS[i] = (WORDS[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + WORDS[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + WORDS[i]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i] + word) | 0;
};

// The first 32 bits of the digest: more are never asked for.
export const firstWord = (text) => {
  const bytes = new TextEncoder().encode(text), size = ((bytes.length + 8) >> 6) + 1;
  const padded = new Uint8Array(size * 64), view = new DataView(padded.buffer), state = START.slice();
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  view.setUint32(size * 64 - 4, bytes.length * 8);
  for (let i = 0; i < size; i++) block(state, view, i * 64);
  return state[0] >>> 0;
};

onmessage = ({ data: { token, bits } }) => {
  let counter = 0;
  while (firstWord(`${token}:${counter}`) >>> (32 - bits) !== 0) counter++;
  postMessage(String(counter));
};
