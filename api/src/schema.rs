//! STUB, to be replaced at the merge.
#![allow(clippy::panic, missing_docs)]

use std::time::Duration;

use async_graphql::{
    Context, EmptyMutation, EmptySubscription, ErrorExtensions, Object, Schema, ValidationMode,
};

use crate::scope::Scope;

pub type FilmgraphSchema = Schema<Query, EmptyMutation, EmptySubscription>;

#[derive(Debug)]
pub struct Query;

#[Object]
impl Query {
    async fn hello(&self) -> &str {
        "hello"
    }
    async fn language(&self, ctx: &Context<'_>) -> Option<String> {
        ctx.data_opt::<Scope>()
            .and_then(|scope| scope.language().map(str::to_owned))
    }
    async fn coded(&self) -> Option<async_graphql::Result<i32>> {
        Some(Err(
            async_graphql::Error::new("not there").extend_with(|_, e| e.set("code", "NOT_FOUND"))
        ))
    }
    async fn leaky(&self) -> Option<async_graphql::Result<i32>> {
        Some(Err(async_graphql::Error::new("table role: secret")))
    }
    async fn bubbling(&self) -> async_graphql::Result<i32> {
        Err(async_graphql::Error::new("not there").extend_with(|_, e| e.set("code", "NOT_FOUND")))
    }
    async fn boom(&self) -> i32 {
        if true {
            panic!("boom with secret")
        }
        1
    }
    async fn slow(&self, ms: u32) -> i32 {
        tokio::time::sleep(Duration::from_millis(u64::from(ms))).await;
        1
    }
}

pub fn build() -> FilmgraphSchema {
    Schema::build(Query, EmptyMutation, EmptySubscription)
        .validation_mode(ValidationMode::Fast)
        .finish()
}

pub fn sdl() -> String {
    build().sdl()
}
