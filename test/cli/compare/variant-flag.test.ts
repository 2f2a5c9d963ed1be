/** `--variant NAME=FLAGS` is read as a shell and replay would read it. */
import test from 'ava';
import { readVariant } from '../../../src/cli/compare/variant-flag.ts';
import { UserError } from '../../../src/core/errors/user-error.ts';

test('a variant has a name, its flags as they were written, and the options of a replay', async (t) => {
  const { name, flags, options } = await readVariant(
    'fewer=--nodes-scale 0.8 --weights A=1,B=2 --duration 2h ',
  );
  t.is(name, 'fewer');
  t.is(flags, '--nodes-scale 0.8 --weights A=1,B=2 --duration 2h');
  t.like(options, { nodesScale: '0.8', weights: ['A=1,B=2'], duration: 7200e6 });
});

for (const name of ['as it was', 'größer, 日本', '+20%']) {
  test(`a variant can have the name ${name}`, async (t) => {
    const read = await readVariant(`${name}=--amplify=2`);
    t.is(read.name, name);
    t.is(read.options.amplify, '2');
  });
}

test('without flags a variant is a replay as it is', async (t) => {
  const { options } = await readVariant('replayed=');
  t.deepEqual(
    Object.values(options).filter((value) => value !== undefined && value !== false),
    [],
  );
});

for (const [written, path] of [
  ["--scheduler-config 'my file.yaml'", 'my file.yaml'],
  ['--scheduler-config "my file.yaml"', 'my file.yaml'],
  ['--scheduler-config my\\ file.yaml', 'my file.yaml'],
  ['--scheduler-config=plain.yaml', 'plain.yaml'],
  ['--scheduler-config "it\'s.yaml"', "it's.yaml"],
] as const) {
  test(`${written} names the file ${path}`, async (t) => {
    t.is((await readVariant(`v=${written}`)).options.schedulerConfig, path);
  });
}

for (const [flag, next] of [
  ['--nodes-skale 2', 'did you mean --nodes-scale?'],
  ['--target kwok', 'a variant takes --kubernetes-version, --nodes, '],
] as const) {
  test(`a variant that has no flag ${flag} says what to write instead`, async (t) => {
    const error = await t.throwsAsync(readVariant(`v=${flag}`), { instanceOf: UserError });
    t.is(error?.message, `--variant v: a variant has no flag ${flag.split(' ')[0]}`);
    t.true(error?.next?.startsWith(next), error?.next);
  });
}

for (const [value, message] of [
  ['--nodes-scale 0.8', '--variant --nodes-scale 0.8 is not NAME=FLAGS'],
  ['v --nodes g2=3', '--variant v --nodes g2=3 is not NAME=FLAGS'],
  ['=--nodes g2=3', '--variant =--nodes g2=3 is not NAME=FLAGS'],
  ['v=--speed 10x', '--variant v: a variant has no flag --speed'],
  ['v=--seed 3', '--variant v: a variant has no flag --seed'],
  ['v=scenario.yaml', '--variant v: scenario.yaml is one word too many'],
  ["v=--nodes 'g2=3", "--variant v: the quote ' has no end"],
  ['v=--nodes-scale', '--variant v: --nodes-scale needs a value'],
] as const) {
  test(`refused: --variant ${value}`, async (t) => {
    const error = await t.throwsAsync(readVariant(value), { instanceOf: UserError });
    t.is(error?.message, message);
    t.truthy(error?.next);
  });
}
