// The rules of graphql-eslint for a schema: all that are recommended and all of Relay's. node lint.mjs schema.graphql
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ESLint } from 'eslint';
import plugin from '@graphql-eslint/eslint-plugin';

const file = process.argv[2];
const recommended = { ...plugin.configs['flat/schema-recommended'].rules, ...plugin.configs['flat/schema-relay'].rules };
const naming = recommended['@graphql-eslint/naming-convention'][1];
const PARTS = ['Aggregate', 'Connection', 'Contribution', 'Contributions', 'Edge', 'Error', 'Success', 'Summary'];
const ANSWERS = [
  ...['About', 'Me', 'Tokens', 'Cost', 'Fault', 'PageInfo'],
  ...['Bottleneck', 'BottleneckAnswer', 'FallStep', 'Group', 'HelpGroup', 'HelpSeat', 'OtherPlace', 'OtherPlaces', 'Relaxation'],
  ...['StandIn', 'StandIns', 'StillFree', 'WhatIfResult', 'WhatWouldHelp', 'WhyEmpty', 'Withdrawal', 'TouchedVolunteer'],
  ...['ChainStop', 'Fragility', 'OrganizationChain', 'Responsibility', 'ShiftLoss', 'ShortestChain', 'StationInReach'],
  ...['StationsInReach', 'ThinRoad', 'ThinRoads', 'Walk', 'WhoAnswers', 'WhyHere', 'NextBest'],
  ...['PlanChange', 'PlanChanged', 'PlanComparison', 'PlanEdit', 'PlanProgress'],
];
const rules = {
  ...recommended,
  // Relay's specification asks for forward arguments, backward ones or both; a keyset leads forward.
  '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
  // Lists that are whole (lines of a person, faults of an input) are no connections; edges are checked all the same.
  '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
  // AND, OR and NOT stand out from the names of properties, which they could otherwise be.
  '@graphql-eslint/naming-convention': [
    'error',
    { ...naming, InputValueDefinition: { style: 'camelCase', ignorePattern: '^(AND|OR|NOT)$' } },
  ],
  // What has an identity implements Node, and Node has the id. Answers, payloads, costs and faults have none: each is named.
  '@graphql-eslint/strict-id-in-types': [
    'error',
    { acceptedIdNames: ['id'], acceptedIdTypes: ['ID'], exceptions: { suffixes: PARTS, types: ANSWERS } },
  ],
};
// A road's class is a term of its own (`class` is a reserved word of clients), and stand-ins have no other name.
const ALLOWED = ['Field "roadClass" starts with', 'Field "standIns" starts with'];
const eslint = new ESLint({
  cwd: dirname(file),
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ['**/*.graphql'],
      languageOptions: { parser: plugin.parser, parserOptions: { graphQLConfig: { schema: file } } },
      plugins: { '@graphql-eslint': plugin },
      rules,
    },
  ],
});
const [report] = await eslint.lintText(readFileSync(file, 'utf8'), { filePath: file });
for (const { ruleId, line, message } of report.messages) {
  if (ALLOWED.some((known) => message.startsWith(known))) continue;
  console.log(JSON.stringify({ rule: ruleId, line, message }));
}
console.log(JSON.stringify({ rules: Object.keys(rules).length }));
