// The rules of graphql-eslint for a schema: all that are recommended and all of Relay's. node lint.mjs schema.graphql
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ESLint } from 'eslint';
import plugin from '@graphql-eslint/eslint-plugin';

const file = process.argv[2];
const schema = readFileSync(file, 'utf8');
const recommended = { ...plugin.configs['flat/schema-recommended'].rules, ...plugin.configs['flat/schema-relay'].rules };
const naming = recommended['@graphql-eslint/naming-convention'][1];
const PARTS = ['Aggregate', 'Connection', 'Edge', 'Error', 'Success'];
const ANSWERS = [
  ...['Contribution', 'Contributions', 'LineContribution', 'OrganizationContribution', 'OwnContribution'],
  ...['PlaceContribution', 'NumberSummary'],
  ...['About', 'Me', 'Tokens', 'Cost', 'Fault', 'PageInfo'],
  ...['Bottleneck', 'BottleneckAnswer', 'FallStep', 'Group', 'HelpGroup', 'HelpSeat', 'OtherPlace', 'OtherPlaces', 'Relaxation'],
  ...['StandIn', 'StandIns', 'StillFree', 'WhatIfResult', 'WhatWouldHelp', 'WhyEmpty', 'Withdrawal', 'TouchedVolunteer'],
  ...['ChainStop', 'Fragility', 'OrganizationChain', 'Responsibility', 'ShiftLoss', 'ShortestChain', 'StationInReach'],
  ...['StationsInReach', 'ThinRoad', 'ThinRoads', 'Walk', 'WhoAnswers', 'WhyHere', 'NextBest'],
  ...['PlanChange', 'PlanChanged', 'PlanComparison', 'PlanEdit', 'PlanProgress'],
];
const rules = {
  ...recommended,
  // Lists that are short and whole (faults of an input, skills of a person), the `nodes` beside `edges` and answers that
  // are best first are no connections. Whatever is a connection, and each of its edges, is held to every other rule.
  '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
  // AND, OR and NOT stand out from the names of properties, which they could otherwise be.
  '@graphql-eslint/naming-convention': [
    'error',
    { ...naming, InputValueDefinition: { style: 'camelCase', ignorePattern: '^(AND|OR|NOT)$' } },
  ],
  // What has an identity implements Node, and Node has the id. Parts of a list and of a change's answer have none, nor do
  // answers, costs and faults: these are named one by one, so that a new type without an id is reported.
  '@graphql-eslint/strict-id-in-types': [
    'error',
    { acceptedIdNames: ['id'], acceptedIdTypes: ['ID'], exceptions: { suffixes: PARTS, types: ANSWERS } },
  ],
};
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
for (const name of ANSWERS.filter((name) => !schema.includes(`\ntype ${name} `))) {
  console.log(JSON.stringify({ rule: 'exceptions', message: `no type is called ${name}: it needs no exception` }));
}
const [report] = await eslint.lintText(schema, { filePath: file });
for (const { ruleId, line, message } of report.messages) {
  console.log(JSON.stringify({ rule: ruleId, line, message }));
}
console.log(JSON.stringify({ rules: Object.keys(rules).length }));
