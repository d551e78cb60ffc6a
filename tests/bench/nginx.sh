# A private nginx to measure against: one worker, mutual TLS 1.3 with the same
# certificates as a node, one static file. Sourced by run.
#
#   nginx_begin FOLDER ID BYTES   serve FOLDER/www/answer with ID's certificate
#   nginx_end
#   nginx_worker                  the worker's process

nginx_begin() {
	local folder=$1 certificates=$NODES/$2 bytes=$3
	free_port
	NGINX_PORT=$FREE_PORT
	mkdir -p "$folder/www" "$folder/scratch"
	# Incompressible, as answers of people's plans are after TLS anyway.
	head -c "$bytes" /dev/urandom | base64 -w 0 | head -c "$bytes" >"$folder/www/answer"
	cat >"$folder/nginx.conf" <<NGINX
user $(id -un) $(id -gn);
daemon off;
worker_processes 1;
pid $folder/pid;
error_log $folder/error.log;
events { worker_connections 8192; }
http {
	access_log off;
	client_body_temp_path $folder/scratch;
	proxy_temp_path $folder/scratch;
	fastcgi_temp_path $folder/scratch;
	uwsgi_temp_path $folder/scratch;
	scgi_temp_path $folder/scratch;
	keepalive_requests 1000000000;
	keepalive_timeout 1h;
	open_file_cache max=16;
	sendfile on;
	tcp_nodelay on;
	server {
		listen 127.0.0.1:$NGINX_PORT ssl;
		root $folder/www;
		default_type application/json;
		ssl_protocols TLSv1.3;
		ssl_ecdh_curve X25519:P-256;
		ssl_certificate $certificates/node.crt;
		ssl_certificate_key $certificates/node.key;
		ssl_client_certificate $certificates/partners-ca.crt;
		ssl_crl $certificates/partners.crl;
		ssl_verify_client on;
		ssl_verify_depth 2;
		ssl_session_timeout 1h;
	}
}
NGINX
	${NODE_WRAP-} nginx -e "$folder/error.log" -p "$folder" -c "$folder/nginx.conf" &
	NGINX_PID=$!
	BACKGROUND+=("$NGINX_PID")
	local deadline=$((SECONDS + 10))
	until (exec 3<>"/dev/tcp/127.0.0.1/$NGINX_PORT") 2>/dev/null; do
		[ "$SECONDS" -lt "$deadline" ] || fail "nginx did not start: $(cat "$folder/error.log")"
		sleep 0.05
	done
}

nginx_end() {
	kill -QUIT "$NGINX_PID" 2>/dev/null || true
	wait "$NGINX_PID" 2>/dev/null || true
}

nginx_worker() { tr -d ' ' <"/proc/$NGINX_PID/task/$NGINX_PID/children"; }
