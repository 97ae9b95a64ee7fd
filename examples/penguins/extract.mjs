/**
 * Writes penguins.csv from the npm package vega-datasets: the birds of which the sex and all measurements are known.
 *
 *     npm ci --prefix examples/penguins && node examples/penguins/extract.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';

/** The columns of penguins.csv, by their names in the package. */
const COLUMNS = {
  species: 'Species',
  beak_length_mm: 'Beak Length (mm)',
  beak_depth_mm: 'Beak Depth (mm)',
  flipper_length_mm: 'Flipper Length (mm)',
  body_mass_g: 'Body Mass (g)',
  sex: 'Sex',
};

const file = new URL('node_modules/vega-datasets/data/penguins.json', import.meta.url);
/** @type {Record<string, string | number | null>[]} */
const birds = JSON.parse(readFileSync(file, 'utf8'));

// One bird has the sex '.'. Those whose measurements are missing lack the sex too.
const known = birds.filter(({ Sex }) => Sex === 'MALE' || Sex === 'FEMALE');
const rows = known.map((bird) =>
  Object.values(COLUMNS).map((name) => String(bird[name]).replace(/^(FE)?MALE$/, (sex) => sex.toLowerCase())),
);
const lines = [Object.keys(COLUMNS), ...rows].map((cells) => `${cells.join(',')}\n`);
writeFileSync(new URL('penguins.csv', import.meta.url), lines.join(''));
