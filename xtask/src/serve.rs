//! A small server of static files for this machine, as a plain static host would answer.

mod answer;
mod kind;

use crate::args::Args;
use crate::{Result, net, places, site};
use answer::Site;
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// The port tried first.
const PORT: u16 = 8080;
/// Requests answered at the same time.
const THREADS: usize = 4;

/// How often the server is knocked at.
const KNOCK_EVERY: Duration = Duration::from_millis(200);
/// So often is one knocked at that has not begun yet.
const KNOCKS_MAX: usize = 50;

/// `cargo xtask serve`: builds the site and serves it.
pub fn page(args: &Args) -> Result<()> {
    if !args.flag("--dist-only") {
        site::build_to(&site::Wanted::usual(places::dist()))?;
    }
    serve(&places::dist(), "/", args.port()?)
}

/// Serves a site for as long as this program runs; the port.
pub fn beside(folder: &Path) -> Result<u16> {
    let (folder, port) = (folder.to_path_buf(), net::free_row(PORT, 1).ok_or("no port is free")?);
    std::thread::spawn(move || serve(&folder, "/", Some(port)));
    for _ in 0..KNOCKS_MAX {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
        std::thread::sleep(KNOCK_EVERY);
    }
    Err(format!("nothing answers at port {port}"))
}

/// `cargo xtask static DIR`: serves a folder as it is.
pub fn folder(args: &Args) -> Result<()> {
    let [folder] = args.words.as_slice() else {
        return Err("static needs one folder".into());
    };
    let prefix = args.value("--prefix").unwrap_or("/");
    if !prefix.starts_with('/') || !prefix.ends_with('/') {
        return Err(format!("--prefix is {prefix}, must begin and end with /"));
    }
    serve(&places::root().join(folder), prefix, args.port()?)
}

/// Serves until the process is ended.
fn serve(folder: &Path, prefix: &str, port: Option<u16>) -> Result<()> {
    let site = Arc::new(Site::new(folder, prefix)?);
    let port = port.or_else(|| net::free_row(PORT, 1)).ok_or("no port is free")?;
    let server = tiny_http::Server::http(("127.0.0.1", port)).map_err(|error| format!("port {port}: {error}"))?;
    let port = server.server_addr().to_ip().map_or(port, |address| address.port());
    println!("Serving {} at http://127.0.0.1:{port}{prefix} (Ctrl-C ends it)", folder.display());
    std::thread::spawn(move || knock(port));
    let server = Arc::new(server);
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let (server, site) = (Arc::clone(&server), Arc::clone(&site));
            std::thread::spawn(move || {
                while let Ok(request) = server.recv() {
                    site.answer(request);
                }
            })
        })
        .collect();
    threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "the server stopped".to_string()))
}

/// Opens a connection now and then and closes it. Of two that come at once the server may give a thread to one alone; the
/// other waits until some connection ends, and a browser keeps its own open for minutes. Each new one looks after those that wait.
fn knock(port: u16) {
    loop {
        std::thread::sleep(KNOCK_EVERY);
        drop(TcpStream::connect((Ipv4Addr::LOCALHOST, port)));
    }
}
