import ts from 'typescript';
import { docOf, parse, root, spell } from './source.mjs';

/** @typedef {{ readonly name: string, readonly usual: string, readonly bounds: string, readonly doc: string }} Option */

/** @typedef {readonly [usual: number | string, least?: number, most?: number]} Rule See `base/option-rules`. */

/** What the client checks options by: the constants themselves. @type {Readonly<Record<string, Rule | Readonly<Record<string, Rule>>>>} */
const optionRules = (await import(new URL('packages/core/src/base/option-rules.ts', `file://${root}`).href)).optionRules;

/** @returns {rule is Rule} */
const isRule = (/** @type {unknown} */ rule) => Array.isArray(rule);

/** The rule of an option, perhaps of one inside of another. @returns {Rule | undefined} */
const ruleOf = (/** @type {string} */ name, /** @type {string} */ group) => {
  const inside = group === '' ? optionRules : optionRules[group];
  const rule = inside === undefined || isRule(inside) ? undefined : inside[name];
  return isRule(rule) ? rule : undefined;
};

/** The default as its doc comment tells it: `Default 100`, `Default: on disk in Node`. */
const toldDefault = (/** @type {string} */ doc) => /\bDefault:? (.+?)(?:[.;:](?:\s|$)|$)/.exec(doc)?.[1] ?? '';

/** @returns {Option} */
const toOption = (/** @type {ts.PropertySignature} */ member, /** @type {string} */ group) => {
  const name = member.name.getText();
  const doc = docOf(member);
  const [usual = '', least, most] = ruleOf(name, group) ?? [];
  const told = toldDefault(doc);
  // A doc comment that names another number than the rule is wrong, and nobody would see it.
  const number = /^[\d,.]*\d/.exec(told)?.[0].replaceAll(',', '');
  if (typeof usual === 'number' && number !== undefined && Number(number) !== usual) throw new Error(`The comment of option ${name} says that its default is ${told}; base/option-rules says ${usual}.`);
  const bounds = [least === undefined ? '' : `≥ ${spell(least)}`, most === undefined ? '' : `≤ ${spell(most)}`].filter(Boolean).join(', ');
  return { name: group === '' ? name : `${group}.${name}`, usual: usual === '' ? told : typeof usual === 'number' ? spell(usual) : `\`${usual}\``, bounds, doc };
};

/** The members of an interface, or of the object type that an alias is joined of. @returns {readonly ts.PropertySignature[]} */
const membersOf = (/** @type {ts.SourceFile} */ source, /** @type {string} */ name) => {
  const found = source.statements.find((statement) => (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) && statement.name.text === name);
  if (found === undefined) throw new Error(`${source.fileName} has no ${name} any more: mend scripts/limits/options.mjs.`);
  /** @type {ts.PropertySignature[]} */
  const members = [];
  const collect = (/** @type {ts.Node} */ node) => {
    if (ts.isPropertySignature(node)) members.push(node);
    else ts.forEachChild(node, collect);
  };
  collect(found);
  return members;
};

/** The options that one type declares; `group`: the option that holds them. @returns {readonly Option[]} */
export const optionsOf = (/** @type {string} */ file, /** @type {string} */ type, group = '') => membersOf(parse(file), type).flatMap((member) => [toOption(member, group), ...inlineOptions(member)]);

/** Those of an option whose type is written in its place. */
const inlineOptions = (/** @type {ts.PropertySignature} */ { name, type }) =>
  type && ts.isUnionTypeNode(type) ? type.types.filter(ts.isTypeLiteralNode).flatMap(({ members }) => members.filter(ts.isPropertySignature).map((member) => toOption(member, name.getText()))) : [];
