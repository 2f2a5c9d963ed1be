/** Files of the bundle take what never changes once, and keep asking for what does. */
import test from 'ava';
import { fixedExports, withFixedImports } from '../../release/fixed-exports.ts';

function fixedOf(files: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(
    Array.from(fixedExports(new Map(Object.entries(files))), ([file, names]) => [file, [...names]]),
  );
}

test('a function and a variable that are set once are fixed, and what is assigned again is not', (t) => {
  const text = [
    'function f(){g=1,h++,--k,m??=2}var a=1,g=0,h=0,k=0,m,n=()=>a==1;',
    'export{f as run,a,g,h,k,m,n as same};',
  ].join('');
  t.deepEqual(fixedOf({ 'one.js': text }), { 'one.js': ['run', 'a', 'same'] });
});

test('a property of the same name is no assignment', (t) => {
  t.deepEqual(fixedOf({ 'one.js': 'var a=1;globalThis.a=2;export{a};' }), { 'one.js': ['a'] });
});

test('what a file passes on is fixed where it is fixed in the file it comes from', (t) => {
  const files = {
    'two.js': 'import{a as x,b as y}from"./one.js";export{x as first,y as second};',
    'one.js': 'var a=1,b=0;b+=1;export{a,b};',
  };
  t.deepEqual(fixedOf(files), { 'one.js': ['a'], 'two.js': ['first'] });
});

test('files that import each other in a circle are refused', (t) => {
  const files = {
    'one.js': 'import{b}from"./two.js";var a=1;export{a};',
    'two.js': 'import{a}from"./one.js";var b=1;export{b};',
  };
  t.throws(() => fixedOf(files), { message: /in a circle/ });
});

test('fixed exports are taken as constants, and other imports stay', (t) => {
  const text = 'import{a as x,b as y,c}from"./one.js";import"./two.js";import z from"node:fs";x(y,c,z);';
  t.is(
    withFixedImports(text, new Map([['one.js', new Set(['a', 'c'])]])),
    'const{a:x,c}=require("./one.js");import{b as y}from"./one.js";import"./two.js";import z from"node:fs";x(y,c,z);',
  );
});
