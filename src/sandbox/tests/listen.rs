//! Sockets that the grader has in the sandbox's own network.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use super::{follow, jails, python, until_end, walls};
use crate::sandbox::{Level, SandboxError};

const ASK: &str = "
import socket
for address in ('127.0.0.1', '127.0.0.2'):
    with socket.create_connection((address, 8123)) as line:
        line.sendall(b'question')
        print(line.recv(100).decode())
try:
    socket.create_connection(('127.0.0.1', 8124), 1)
except OSError as error:
    print(type(error).__name__)
";

#[test]
fn only_the_sandbox_reaches_a_socket_that_listens_in_it() {
    for sandbox in jails() {
        let mut command = python(ASK);
        command.listen = vec![8123];
        let process = sandbox.start(&command).unwrap();
        let [listener] = process.listeners() else {
            panic!("one socket")
        };
        let listener = listener.try_clone().unwrap();
        // From here there is nobody on that port.
        assert!(TcpStream::connect("127.0.0.1:8123").is_err());
        let server = std::thread::spawn(move || {
            for _ in 0..2 {
                let (mut line, _) = listener.accept().unwrap();
                let mut question = [0; 8];
                line.read_exact(&mut question).unwrap();
                let address = line.local_addr().unwrap();
                // In one piece: whoever asks leaves after the first.
                let answer = format!("{} at {address}", String::from_utf8_lossy(&question));
                line.write_all(answer.as_bytes()).unwrap();
            }
        });
        let went = until_end(process, &command.limits);
        server.join().unwrap();
        let expected = "question at 127.0.0.1:8123\nquestion at 127.0.0.2:8123\nConnectionRefusedError\n";
        assert_eq!(went.stdout(), expected, "{}", went.stderr());
    }
}

#[test]
fn where_there_is_no_network_of_its_own_nothing_listens() {
    for sandbox in walls()
        .into_iter()
        .filter(|sandbox| sandbox.level() < Level::Namespaces)
    {
        let mut command = python("print('never run')");
        command.listen = vec![8123];
        let error = sandbox.start(&command).unwrap_err();
        assert!(
            matches!(&error, SandboxError::Command(text) if text.contains("network of its own")),
            "{error}"
        );
        command.listen.clear();
        assert_eq!(follow(&sandbox, &command).stdout(), "never run\n");
    }
}
