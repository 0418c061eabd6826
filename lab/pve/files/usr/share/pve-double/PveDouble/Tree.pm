package PveDouble::Tree;
# The database behind /etc/pve: a directory, a version that rises with each change, and the exchange with other nodes.
use strict;
use warnings;
use Fcntl ':flock';
use File::Find ();
use File::Path qw(make_path remove_tree);
use IO::Socket::INET;
use PveDouble::Conf ();
use Exporter 'import';
our @EXPORT = qw(publish open_tree close_tree set_writable commit adopt request serve port sync_corosync syslog wedged);

my $db = '/var/lib/pve-cluster/config.db';
my $run = '/run/pve-double';
my $mount = '/etc/pve';

sub port { 5499 }
sub wedged { -e "$run/wedged" ? 1 : 0 }
sub syslog { system 'logger', '-t', 'pmxcfs', '--', "@_" }
sub slurp { my ($path) = @_; open my $in, '<', $path or return undef; local $/; return <$in> // '' }

sub put_file {
    my ($path, $text, $mode) = @_;
    open my $out, '>', "$path.tmp$$" or return 0;
    print $out $text;
    close $out or return 0;
    chmod $mode, "$path.tmp$$";
    return rename "$path.tmp$$", $path;
}

sub alone(&) {
    my ($code) = @_;
    open my $lock, '>', "$run/lock" or die "$run/lock: $!";
    flock $lock, LOCK_EX;
    return $code->();
}

sub open_tree {
    my ($name) = @_;
    make_path("$db/nodes/$name", $run, $mount);
    unlink "$run/wedged";
    symlink "nodes/$name", "$db/local";
    alone { put_file("$run/known", serialized(entries()), 0600) };
    system('mountpoint', '-q', $mount) == 0 and system 'umount', '-l', $mount;
    system('mount', '--bind', $db, $mount) == 0 or die "can't mount $mount\n";
}

sub close_tree {
    my (undef, $conf) = commit();
    sync_corosync(0) if $conf;
    system 'umount', '-l', $mount;
}

# Gives what holds now; a file that is open for writing delays it.
sub set_writable {
    my ($writable) = @_;
    my $way = $writable ? 'rw' : 'ro';
    return system("mount -o remount,bind,$way $mount 2>/dev/null") == 0 ? $writable : -1;
}

# "PATH" => [kind, mode, content]; what belongs to one node alone is left out.
sub entries {
    my %found;
    File::Find::find({ no_chdir => 1, wanted => sub {
        my $path = substr $_, length $db;
        return if $path eq '' || $path eq '/local' || $path =~ m{^/\.(members|vmlist)$} || /\.tmp\d+$/;
        my $mode = (lstat)[2];
        return if !defined $mode;
        $found{$path} = -d _ ? ['d', $mode & 07777, ''] : ['f', $mode & 07777, slurp($_) // ''];
    } }, $db);
    return \%found;
}

sub serialized { my ($all) = @_; return pack '(N/a*)*', map { ($_, @{ $all->{$_} }) } sort keys %$all }

sub deserialized {
    my @words = unpack '(N/a*)*', $_[0];
    my %all;
    while (my ($path, @entry) = splice @words, 0, 4) { $all{$path} = \@entry }
    return \%all;
}

sub version { return (slurp("$db-version") // 0) + 0 }
sub set_version { put_file("$db-version", $_[0], 0600) }

# What has changed here since the last look, as words (path, kind, mode, content); kind "-" for what is gone.
# Also gives whether corosync.conf was among it.
sub commit {
    my ($changed, $conf) = ([], 0);
    alone {
        my ($old, $new) = (deserialized(slurp("$run/known") // ''), entries());
        for my $path (sort keys %{ { %$old, %$new } }) {
            my @before = @{ $old->{$path} // [] };
            my @after = @{ $new->{$path} // ['-', 0, ''] };
            next if "@before" eq "@after";
            push @$changed, $path, @after;
            $conf = 1 if $path eq '/corosync.conf';
        }
        if (@$changed) {
            set_version(version() + 1);
            put_file("$run/known", serialized($new), 0600);
        }
    };
    return ($changed, $conf);
}

# A change by a local program meanwhile is for the next commit: only changes from outside are known.
sub apply {
    my ($words, $version) = @_;
    my @words = @$words;
    my $known = deserialized(slurp("$run/known") // '');
    while (my ($path, $kind, $mode, $text) = splice @words, 0, 4) {
        $known->{$path} = [$kind, $mode, $text];
        delete $known->{$path} if $kind eq '-';
        if ($kind eq '-') { remove_tree("$db$path") }
        elsif ($kind eq 'd') { make_path("$db$path"); chmod $mode, "$db$path" }
        else { put_file("$db$path", $text, $mode) }
    }
    set_version($version);
    put_file("$run/known", serialized($known), 0600);
}

sub send_words { my ($socket, @words) = @_; my $text = pack '(N/a*)*', @words; print $socket pack('N', length $text), $text; $socket->flush }

sub receive_words {
    my ($socket) = @_;
    read($socket, my $head, 4) or return;
    read($socket, my $text, unpack 'N', $head);
    return unpack '(N/a*)*', $text;
}

# Asks another node; nothing when it isn't there, or a busy one doesn't answer within 20 s.
sub request {
    my ($peer, @words) = @_;
    my $socket = IO::Socket::INET->new(PeerAddr => $peer, PeerPort => port(), Timeout => 3) or return;
    my @answer = eval {
        local $SIG{ALRM} = sub { die };
        alarm 20;
        send_words($socket, @words);
        my @words = receive_words($socket);
        alarm 0;
        @words;
    };
    alarm 0;
    return @answer;
}

sub serve {
    my ($client) = @_;
    my ($what, @words) = receive_words($client);
    return if !defined $what;
    if ($what eq 'put') {
        alone { apply(\@words, version() + 1) };
        sync_corosync(0) if grep { $_ eq '/corosync.conf' } @words;
    } elsif ($what eq 'wedge') {
        open my $mark, '>', "$run/wedged";
    }
    my @tree = $what eq 'tree' ? do { my $all = entries(); map { ($_, @{ $all->{$_} }) } sort keys %$all } : ();
    send_words($client, version(), @tree);
}

# Takes the whole tree of the member with the highest version, if that isn't this node. Just started, this node has
# nothing that the others don't: what a power cut kept from being told never happened.
sub adopt {
    my ($just_started, @peers) = @_;
    my ($best, $highest) = (undef, version() - ($just_started ? 1 : 0));
    for my $peer (@peers) {
        my ($version) = request($peer, 'hello');
        ($best, $highest) = ($peer, $version) if defined $version && $version > $highest;
    }
    return if !defined $best;
    my ($version, @words) = request($best, 'tree');
    return if !defined $version;
    alone {
        my $theirs = { map { $words[$_ * 4] => 1 } 0 .. $#words / 4 };
        remove_tree(map { $db . $_ } grep { !$theirs->{$_} } keys %{ entries() });
        put_file("$run/known", '', 0600);
        apply(\@words, $version);
    };
    sync_corosync(0);
}

# What pmxcfs itself tells: the members, and every guest's node. Each node has files of its own.
sub publish {
    my ($name, $quorate, @peers) = @_;
    my %online = map { $_ => 1 } @peers;
    my @nodes = eval { @{ PveDouble::Conf::parse_conf(slurp("$db/corosync.conf") // '')->{nodelist}{node} // [] } };
    my $list = join ', ', map {
        my $up = $_->{name} eq $name || $online{ $_->{ring0_addr} } ? 1 : 0;
        qq("$_->{name}": { "id": $_->{nodeid}, "online": $up, "ip": "$_->{ring0_addr}" });
    } @nodes;
    my $cluster = @nodes ? qq(, "cluster": { "nodes": @{[scalar @nodes]}, "quorate": @{[$quorate ? 1 : 0]} }, "nodelist": { $list }) : '';
    put_if_new("$db/.members", qq({ "nodename": "$name"$cluster }\n));
    my $guests = join ', ', map {
        m{/nodes/([^/]+)/(qemu-server|lxc)/(\d+)\.conf$} ? qq("$3": { "node": "$1", "type": "@{[$2 eq 'lxc' ? 'lxc' : 'qemu']}" }) : ()
    } sort glob "$db/nodes/*/{qemu-server,lxc}/*.conf";
    put_if_new("$db/.vmlist", qq({ "version": 1, "ids": { $guests } }\n));
}

sub put_if_new { my ($path, $text) = @_; put_file($path, $text, 0440) if (slurp($path) // '') ne $text }

# As dcdb.c has it: a newer or equal corosync.conf goes to /etc/corosync; the node that wrote it reloads.
sub sync_corosync {
    my ($notify) = @_;
    my ($new, $old) = (slurp("$db/corosync.conf"), slurp('/etc/corosync/corosync.conf'));
    return if !defined $new || (defined $old && $old eq $new);
    my ($is, $was) = map { ($_ // '') =~ /\bconfig_version:\s*(\d+)/ ? $1 : 0 } $new, $old;
    return syslog('[dcdb] crit: local corosync.conf is newer') if $is < $was;
    put_file('/etc/corosync/corosync.conf', $new, 0644) or return;
    syslog("[dcdb] notice: wrote new corosync config '/etc/corosync/corosync.conf' (version = $is)");
    return if !$notify || !$was;
    sleep 1;
    my $status = system('corosync-cfgtool -R >/dev/null 2>&1') >> 8;
    syslog("[dcdb] crit: corosync-cfgtool -R failed with exit code $status") if $status;
}

1;
