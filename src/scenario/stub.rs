//! stub
use serde::{Serialize,Deserialize};
#[derive(Serialize,Deserialize)] #[cfg_attr(target_arch="wasm32", derive(tsify::Tsify), tsify(from_wasm_abi))] #[serde(tag="do", rename_all="snake_case")]
pub enum Edit { AddNode{name:Option<String>} }
pub fn edit(_:&str,_:&Edit)->Result<String,String>{Err("no".into())}
pub fn next_name(_:&[String])->String{"Node D".into()}
#[derive(Serialize,Deserialize,Default)] #[cfg_attr(target_arch="wasm32", derive(tsify::Tsify), tsify(from_wasm_abi))]
pub struct Place { pub step: Option<u32>, pub view: Option<String>, pub at_s: Option<f64>, pub embed: bool, pub theme: Option<String> }
#[derive(Serialize,Deserialize)] #[cfg_attr(target_arch="wasm32", derive(tsify::Tsify), tsify(into_wasm_abi))] #[serde(tag="kind", rename_all="snake_case")]
pub enum Opened { Nothing, Preset{name:String,text:String,place:Place}, Text{text:String,place:Place}, Broken{message:String} }
pub fn open(_:&str,_:&str)->Opened{Opened::Nothing}
pub fn fragment(_:&str,_:&Place)->Result<String,String>{Ok("#x".into())}
pub struct Preset{pub name:&'static str,pub title:&'static str,pub line:&'static str,pub text:&'static str}
pub static PRESETS:[Preset;1]=[Preset{name:"add-a-node",title:"Add a fourth server",line:"x",text:include_str!("../../presets/add-a-node.toml")}];
