// Repository guard: the conventions of CONTRIBUTING.md that no stock rule of oxlint covers.
import { definePlugin, defineRule, type ESTree } from '@oxlint/plugins';

const fileHeader = defineRule({
  meta: {
    messages: { missing: 'Begin the file with a sentence: where does it stand in the flow?' },
  },
  create: (context) => ({
    Program(node) {
      const [first] = context.sourceCode.getAllComments();
      const header = first?.type === 'Shebang' ? context.sourceCode.getAllComments()[1] : first;
      const start = node.body[0]?.range[0];
      if (start === undefined || (header !== undefined && header.range[1] <= start)) return;
      context.report({ node, messageId: 'missing' });
    },
  }),
});

/** The later signatures of an overloaded function share the doc comment of the first. */
const isFurtherSignature = (node: ESTree.ExportNamedDeclaration): boolean => {
  if (node.parent.type !== 'Program') return false;
  const before = node.parent.body[node.parent.body.indexOf(node) - 1];
  return (
    before?.type === 'ExportNamedDeclaration' &&
    before.declaration?.type === 'TSDeclareFunction' &&
    node.declaration !== null &&
    'id' in node.declaration &&
    node.declaration.id?.type === 'Identifier' &&
    node.declaration.id.name === before.declaration.id?.name
  );
};

const documentedExports = defineRule({
  meta: {
    messages: {
      missing: 'Give the export a doc comment: one sentence, then units, default and source.',
    },
  },
  create: (context) => ({
    ExportNamedDeclaration(node) {
      if (node.declaration === null || isFurtherSignature(node)) return;
      const comment = context.sourceCode.getCommentsBefore(node).at(-1);
      const documented = comment?.type === 'Block' && comment.value.startsWith('*');
      if (!documented) context.report({ node, messageId: 'missing' });
    },
  }),
});

/** Whether the published type of an exported value is whatever the compiler infers. */
const isInferred = (declaration: ESTree.Declaration): boolean => {
  if (declaration.type === 'FunctionDeclaration') return !declaration.returnType;
  if (declaration.type !== 'VariableDeclaration') return false;
  return declaration.declarations.some(
    ({ id, init }) => !id.typeAnnotation && init?.type !== 'Literal',
  );
};

const internalSchemas = defineRule({
  meta: {
    messages: {
      leaks:
        'Beside valibot, give the export a type, or mark it `@internal`: schemas stay out of the published declarations.',
    },
  },
  create: (context) => {
    const besideValibot = context.sourceCode.ast.body.some(
      (node) => node.type === 'ImportDeclaration' && node.source.value === 'valibot',
    );
    return {
      ExportNamedDeclaration(node) {
        if (!besideValibot || node.declaration === null || !isInferred(node.declaration)) return;
        const comment = context.sourceCode.getCommentsBefore(node).at(-1);
        if (!comment?.value.includes('@internal')) context.report({ node, messageId: 'leaks' });
      },
    };
  },
});

const isText = (node: ESTree.Node): boolean =>
  (node.type === 'Literal' && typeof node.value === 'string') || node.type === 'TemplateLiteral';

const planLeaves = defineRule({
  meta: {
    messages: {
      template:
        'Lowering places values of the plan and never computes with them: a template string would freeze a parameter. Decide the text in lib/resolve.',
      arithmetic:
        'Lowering places values of the plan and never computes with them: `{{operator}}` would freeze a parameter. Decide the value in lib/resolve.',
    },
  },
  create: (context) => ({
    TemplateLiteral(node) {
      if (node.expressions.length > 0) context.report({ node, messageId: 'template' });
    },
    BinaryExpression(node) {
      if (!['+', '-', '*', '/', '%', '**'].includes(node.operator)) return;
      if (isText(node.left) && isText(node.right)) return;
      context.report({ node, messageId: 'arithmetic', data: { operator: node.operator } });
    },
    AssignmentExpression(node) {
      if (!/^([-+*/%]|\*\*)=$/.test(node.operator)) return;
      context.report({ node, messageId: 'arithmetic', data: { operator: node.operator } });
    },
  }),
});

export default definePlugin({
  meta: { name: 'conventions' },
  rules: {
    'file-header': fileHeader,
    'documented-exports': documentedExports,
    'internal-schemas': internalSchemas,
    'plan-leaves': planLeaves,
  },
});
