//! Functions that call what they were handed with what they were handed. The engine puts functions of one expression in the
//! place of their calls when it freezes code, and does not see that this never ends: `lambda f: f(f)` would take its stack.

use crate::strategy::kind::CodeError;
use starlark::syntax::AstModule;
use starlark_syntax::codemap::Span;
use starlark_syntax::syntax::ast::{AstExprP, AstNoPayload, AstParameterP, AstStmtP, ExprP, ParameterP, StmtP};

type Expr = AstExprP<AstNoPayload>;
type Stmt = AstStmtP<AstNoPayload>;

/// Looks for such a function.
pub(super) fn check(ast: &AstModule) -> Result<(), CodeError> {
    let mut found = None;
    statement(ast.statement(), &mut found);
    let Some(span) = found else { return Ok(()) };
    let place = ast.file_span(span).resolve_span();
    Err(CodeError {
        message: "A function that it was handed is called here with what else it was handed.".to_owned(),
        remedy: "Give the result a name first, then return it: found = f(x).".to_owned(),
        line: place.begin.line as u32 + 1,
        column: place.begin.column as u32 + 1,
        end_line: place.end.line as u32 + 1,
        end_column: place.end.column as u32 + 1,
        ..CodeError::default()
    })
}

fn statement(at: &Stmt, found: &mut Option<Span>) {
    if let StmtP::Def(def) = &at.node
        && let Some(body) = only_expression(&def.body)
    {
        body_of(&names(&def.params), body, found);
    }
    at.visit_stmt(|inner| statement(inner, found));
    at.visit_expr(|inner| expression(inner, found));
}

fn expression(at: &Expr, found: &mut Option<Span>) {
    if let ExprP::Lambda(lambda) = &at.node {
        body_of(&names(&lambda.params), &lambda.body, found);
    }
    at.visit_expr(|inner| expression(inner, found));
}

/// What a function returns, where it does nothing else.
fn only_expression(body: &Stmt) -> Option<&Expr> {
    match &body.node {
        StmtP::Return(value) => value.as_ref(),
        StmtP::Statements(all) => {
            let (last, before) = all.split_last()?;
            let idle = |statement: &Stmt| matches!(&statement.node, StmtP::Pass | StmtP::Expression(_));
            if before.iter().all(idle) { only_expression(last) } else { None }
        }
        _ => None,
    }
}

fn names(params: &[AstParameterP<AstNoPayload>]) -> Vec<&str> {
    params.iter().filter_map(|param| name_of(&param.node)).collect()
}

fn name_of(param: &ParameterP<AstNoPayload>) -> Option<&str> {
    match param {
        ParameterP::Normal(name, ..) | ParameterP::Args(name, _) | ParameterP::KwArgs(name, _) => Some(name.node.ident.as_str()),
        _ => None,
    }
}

/// Looks for a call of a parameter with a parameter, anywhere within.
fn body_of(params: &[&str], at: &Expr, found: &mut Option<Span>) {
    if let ExprP::Call(called, given) = &at.node
        && mentions(params, called)
        && given.args.iter().any(|argument| mentions(params, argument.node.expr()))
        && !matches!(&called.node, ExprP::Dot(..))
    {
        *found = Some(at.span);
    }
    at.visit_expr(|inner| body_of(params, inner, found));
}

fn mentions(params: &[&str], at: &Expr) -> bool {
    if let ExprP::Identifier(name) = &at.node
        && params.contains(&name.node.ident.as_str())
    {
        return true;
    }
    let mut found = false;
    at.visit_expr(|inner| found |= mentions(params, inner));
    found
}
